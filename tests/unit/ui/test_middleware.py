"""The Content-Security-Policy header."""

from django.http import HttpResponse

from ftc.ui.middleware import ContentSecurityPolicyMiddleware


def test_every_response_allows_only_this_site(rf):
    middleware = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())

    assert middleware(rf.get("/")).headers["Content-Security-Policy"] == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
    )


def test_a_response_with_a_policy_of_its_own_keeps_it(rf):
    own = {"Content-Security-Policy": "sandbox"}
    middleware = ContentSecurityPolicyMiddleware(lambda request: HttpResponse(headers=own))

    assert middleware(rf.get("/")).headers["Content-Security-Policy"] == "sandbox"
