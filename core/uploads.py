"""How an uploaded file is taken in: in memory, never on a disk, and no more of it than may be of use."""

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler


class BoundedUploadHandler(MemoryFileUploadHandler):
    """Takes FILE_UPLOAD_MAX_MEMORY_SIZE bytes and one more: the form sees that a file is too large and can say so.

    Django's own leaves such a file out of the form, which then asks for the file that was just sent.
    """

    def handle_raw_input(self, *args, **kwargs):
        self.activated = True

    def receive_data_chunk(self, raw_data, start):
        room = settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1 - self.file.tell()
        self.file.write(raw_data[: max(room, 0)])

    def file_complete(self, file_size):
        return super().file_complete(self.file.tell())
