from django.db import migrations


class Migration(migrations.Migration):
    """The database itself refuses to change, delete or empty the trail."""

    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            sql="""
                CREATE FUNCTION refuse_to_rewrite_the_trail() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'the trail is only ever added to' USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER trail_is_only_added_to BEFORE UPDATE OR DELETE ON audit_event
                    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_trail();
                CREATE TRIGGER trail_is_never_emptied BEFORE TRUNCATE ON audit_event
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_the_trail();
            """,
            reverse_sql="""
                DROP TRIGGER trail_is_never_emptied ON audit_event;
                DROP TRIGGER trail_is_only_added_to ON audit_event;
                DROP FUNCTION refuse_to_rewrite_the_trail();
            """,
        ),
    ]
