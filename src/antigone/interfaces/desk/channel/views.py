"""Posts in the channel: what anybody in the world will read, so that two people read it first."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.disclosure.channel import actions, queries
from antigone.bureau.disclosure.channel.values import ChannelRefused, PostCard, PostKind, PostState
from antigone.interfaces.desk.channel.forms import BodyForm, PostForm, ScheduleForm
from antigone.interfaces.desk.channel.words import KINDS, STATES, refusal_in_words, stop_in_words
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page


@accepts("GET", "HEAD")
def channel(request: StaffRequest) -> HttpResponse:
    """All posts, the newest first."""
    posts = [(card, KINDS[card.kind], STATES[card.state]) for card in queries.channel_posts()]
    return page(request, "channel/list", posts=posts, name=settings.CONFIGURATION.telegram.channel)


@accepts("GET", "HEAD", "POST")
def new(request: StaffRequest) -> HttpResponse:
    """Write a post; its page is its preview."""
    about = request.GET.get("about", "")
    form = PostForm(request.POST or None, initial={"about": about, "kind": PostKind.REMAINS.value if about else None})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_post(form.draft(), actor=request.visitor.actor(request.route))
        except ChannelRefused as refusal:
            problem = refusal_in_words(refusal)
        else:
            messages.success(request, _("Nothing of it has left. Read it as the world would; a colleague signs it."))
            return redirect("desk:channel-post", public_id=made)
    return page(request, "channel/new", status=400 if form.errors or problem else 200, form=form, problem=problem)


@accepts("GET", "HEAD")
def post(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One post: as it stands or will stand in the channel, and who let it out."""
    return _post_page(request, _card(public_id))


@accepts("GET", "HEAD")
def picture(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The picture of a post."""
    content = queries.post_picture(public_id)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg")


@accepts("POST")
def write(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Write it anew; what stands stays until this is signed."""
    card, form = _card(public_id), BodyForm(request.POST)
    if not form.is_valid():
        return _post_page(request, card, body=form, status=400)
    return _done(
        request,
        card,
        lambda: actions.write_wording(public_id, form.cleaned_data["body"], actor=request.visitor.actor(request.route)),
        _("The new wording waits for a second signature. What stands in the channel stays until then."),
    )


@accepts("POST")
def sign(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The second signature; the form stands under the text and carries its SHA-256."""
    return _done(
        request,
        _card(public_id),
        lambda: actions.sign_wording(
            public_id,
            digest=request.POST.get("read", ""),
            face_warning_read=request.POST.get("warning") == "read",
            actor=request.visitor.actor(request.route),
        ),
        _("Signed. The bot brings it to the channel when its time has come."),
    )


@accepts("POST")
def schedule(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Another time for what does not stand in the channel yet."""
    card, form = _card(public_id), ScheduleForm(request.POST)
    if not form.is_valid():
        return _post_page(request, card, timing=form, status=400)
    at = form.cleaned_data["publish_at"]
    return _done(
        request,
        card,
        lambda: actions.schedule_post(public_id, at, actor=request.visitor.actor(request.route)),
        _("It goes out at this time, once it is signed."),
    )


@accepts("POST")
def withdraw(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take it back; one person suffices."""
    card, form = _card(public_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _post_page(request, card, reason=form, status=400)
    return _done(
        request,
        card,
        lambda: actions.withdraw_post(
            public_id, reason=form.cleaned_data["reason"], actor=request.visitor.actor(request.route)
        ),
        _("It is withdrawn. What stands in the channel is deleted by the bot."),
    )


@accepts("POST")
def again(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody has looked into the channel and mended what was wrong."""
    return _done(
        request,
        _card(public_id),
        lambda: actions.try_post_again(public_id, actor=request.visitor.actor(request.route)),
        _("The bot tries once more."),
    )


def _post_page(
    request: StaffRequest,
    card: PostCard,
    *,
    body: BodyForm | None = None,
    timing: ScheduleForm | None = None,
    reason: ReasonForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    stands = card.state not in (PostState.WITHDRAWN,) and not card.withdrawn_by
    newest = card.newest
    return page(
        request,
        "channel/post",
        status=status,
        card=card,
        kind=KINDS[card.kind],
        state=STATES[card.state],
        stopped=stop_in_words(card.problem),
        own=newest.written_by == request.visitor.name,
        unsigned=not newest.signed_by and stands,
        stands=stands,
        waits=card.state in (PostState.UNSIGNED, PostState.WAITS) and card.shown == 0,
        body=body or BodyForm(),
        timing=timing or ScheduleForm(initial={"publish_at": card.publish_at.strftime("%Y-%m-%d %H:%M")}),
        reason=reason or ReasonForm(),
        problem=problem,
    )


def _done(request: StaffRequest, card: PostCard, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except ChannelRefused as refusal:
        return _post_page(request, card, problem=refusal_in_words(refusal), status=409)
    messages.success(request, said)
    return redirect("desk:channel-post", public_id=card.public_id)


def _card(public_id: UUID) -> PostCard:
    found = queries.channel_post(public_id)
    if found is None:
        raise Http404
    return found
