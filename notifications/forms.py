import django_filters
from django.db import models

from core.forms import FilterForm
from notifications.enums import Kind
from notifications.models import Message


class Show(models.TextChoices):
    UNREAD = "unread", "Unread only"


class NoticeFilter(django_filters.FilterSet):
    show = django_filters.ChoiceFilter(label="Show", choices=Show.choices, method="filter_unread", empty_label="All")
    kind = django_filters.ChoiceFilter(label="About", choices=Kind.choices, empty_label="Everything")

    class Meta:
        model = Message
        fields = ["show", "kind"]
        form = FilterForm

    def filter_unread(self, rows, name, value):
        return rows.unread()
