"""The download of a file that somebody brought."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from ftc.records import uploads
from ftc.records.models import Upload
from ftc.records.views.files import send_file


@require_safe
def upload_download(request: HttpRequest, sha256: str, name: str) -> FileResponse:
    """The file of this content and name, when one of its owners lets this person read it."""
    for upload in Upload.objects.filter(sha256=sha256, name=name):
        if uploads.may_read(upload, request.user):
            return send_file(
                upload.file.open("rb"), name=upload.name, content_type=upload.content_type
            )
    raise Http404("There is no such file, or it is not open to you.")
