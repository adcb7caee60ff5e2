"""The desk's addresses. Nothing that was asked stands in them: searches are posted, records have random numbers."""

from django.urls import path

from antigone.interfaces.desk.channel import routes as channel
from antigone.interfaces.desk.deciding import routes as deciding
from antigone.interfaces.desk.describing import routes as describing
from antigone.interfaces.desk.families import routes as families
from antigone.interfaces.desk.gallery import routes as gallery
from antigone.interfaces.desk.incidents import routes as incidents
from antigone.interfaces.desk.incidents.viewer import routes as viewer
from antigone.interfaces.desk.matches import routes as matches
from antigone.interfaces.desk.partners import routes as partners
from antigone.interfaces.desk.photographs import routes as photographs
from antigone.interfaces.desk.remains import routes as remains
from antigone.interfaces.desk.remains.scene import routes as scene
from antigone.interfaces.desk.second_factor import routes as second_factor
from antigone.interfaces.desk.views import entering, imports, incoming, overview, records, search, signing, sources

app_name = "desk"

urlpatterns = [
    path("", overview.home, name="home"),
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("password/", signing.password, name="password"),
    path("language/", signing.language, name="language"),
    *second_factor.patterns,
    path("search/", search.search_records, name="search"),
    path("records/new/", entering.choose, name="choose"),
    path("records/new/<slug:kind>/", entering.enter, name="enter"),
    path("records/check/<slug:kind>/", entering.check, name="check"),
    path("records/<uuid:public_id>/", records.record, name="record"),
    path("records/<uuid:public_id>/edit/", entering.amend, name="amend"),
    path("records/<uuid:public_id>/history/", entering.history, name="history"),
    path("records/<uuid:public_id>/withhold/", records.withhold, name="withhold"),
    path("records/<uuid:public_id>/release/", records.release, name="release"),
    path("records/<uuid:public_id>/delete/", records.delete, name="delete"),
    *matches.patterns,
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", incoming.new, name="import-new"),
    path("imports/incoming/<uuid:number>/", incoming.incoming, name="incoming"),
    path("imports/incoming/<uuid:number>/progress/", incoming.progress, name="incoming-progress"),
    path("imports/<int:batch_id>/", imports.import_page, name="import"),
    path("imports/<int:batch_id>/rejected.csv", imports.rejected_csv, name="rejected"),
    path("imports/<int:batch_id>/undo/", imports.undo, name="undo"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/new/", sources.new, name="source-new"),
    path("sources/<int:source_id>/agreement/", sources.agreement, name="source-agreement"),
    path("sources/<int:source_id>/", sources.source, name="source"),
    path("sources/<int:source_id>/edit/", sources.edit, name="source-edit"),
    *deciding.patterns,
    *describing.patterns,
    *channel.patterns,
    *families.patterns,
    *remains.patterns,
    *incidents.patterns,
    *viewer.patterns,
    *scene.patterns,
    *photographs.patterns,
    *gallery.patterns,
    *partners.patterns,
]
