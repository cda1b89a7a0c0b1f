"""What can be read in an answer, whatever kind of file it is."""

import io

from pypdf import PdfReader


def words_in(response) -> str:
    """The text of a page or file; of a PDF what is printed on it, of a picture whatever its bytes spell."""
    if response.get("Content-Type", "").startswith("application/pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    return response.content.decode(errors="replace")
