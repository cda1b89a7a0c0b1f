from desk.panels.panel import Panel
from liberations.packing.contents import pack_of


def pack(request, header):
    """How far the liberation pack is and where it lies."""
    return Panel("desk/panels/_pack.html", {"pack": pack_of(header.case)})
