from django.urls import path

from benchmarks.floor.views import entries

urlpatterns = [path("", entries)]
