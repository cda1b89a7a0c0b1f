def test_who_moves_to_another_team_leaves_the_people_behind_at_once():
    person, mentor, manager = PersonFactory(), UserFactory(), ManagerFactory()
    grant_access(person=person, user=mentor, reason=AccessReason.ALLOCATION, by=manager)
    before = Person.objects.visible_to(mentor).count()

    mentor.team = TeamFactory()

    assert (before, Person.objects.visible_to(mentor).count()) == (1, 0)
