"""`{% load weights %}` for pages that show what people weigh in a caseload."""

from django import template

from mentoring.matching.weights import plain

register = template.Library()
register.filter("weight", plain)
