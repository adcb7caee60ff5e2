"""How the sentence of a weight from outside was made, so that it is said in the reader's language.

What stands there already has only its English text. A table's grants cover its new columns.
"""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matching", "0007_worker_weighs_faces")]
    operations: ClassVar = [migrations.AddField("outsideweight", "said", models.JSONField(null=True))]
