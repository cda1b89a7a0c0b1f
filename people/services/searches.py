from people.models import StoredSearch


def store_search(*, text: str, by) -> StoredSearch:
    """Keep what was searched for, so that only its key stands in the link of the results. The results page writes the trail."""
    return StoredSearch.objects.create(user=by, text=text[:100])
