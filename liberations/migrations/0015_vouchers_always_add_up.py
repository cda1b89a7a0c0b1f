from django.db import migrations


class Migration(migrations.Migration):
    """The database itself keeps what became of each voucher whole: docs/adr/0029-vouchers-always-add-up.md."""

    dependencies = [("liberations", "0014_packs_and_vouchers")]
    operations = [
        # A move starts where the one before it led to.
        migrations.RunSQL(
            sql="""
                ALTER TABLE liberations_vouchermove ADD CONSTRAINT voucher_moves_are_a_chain
                    FOREIGN KEY (voucher_id, follows, from_state)
                    REFERENCES liberations_vouchermove (voucher_id, number, to_state) DEFERRABLE INITIALLY DEFERRED;
            """,
            reverse_sql="ALTER TABLE liberations_vouchermove DROP CONSTRAINT voucher_moves_are_a_chain;",
        ),
        # A voucher is where its last move led to.
        migrations.RunSQL(
            sql="""
                ALTER TABLE liberations_voucher ADD CONSTRAINT voucher_is_where_its_last_move_led
                    FOREIGN KEY (id, moves, state)
                    REFERENCES liberations_vouchermove (voucher_id, number, to_state) DEFERRABLE INITIALLY DEFERRED;
                CREATE FUNCTION refuse_a_move_its_voucher_does_not_know() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.number > (SELECT moves FROM liberations_voucher WHERE id = NEW.voucher_id) THEN
                        RAISE EXCEPTION 'a voucher is where its last move led to' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER voucher_knows_its_last_move AFTER INSERT ON liberations_vouchermove
                    DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION refuse_a_move_its_voucher_does_not_know();
                CREATE FUNCTION refuse_to_forget_a_voucher_move() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'what became of a voucher is only ever added to' USING ERRCODE = 'check_violation';
                END $$;
                CREATE TRIGGER voucher_never_goes_back BEFORE UPDATE ON liberations_voucher
                    FOR EACH ROW WHEN (NEW.moves < OLD.moves) EXECUTE FUNCTION refuse_to_forget_a_voucher_move();
                CREATE TRIGGER voucher_moves_are_only_added_to BEFORE UPDATE OR DELETE ON liberations_vouchermove
                    FOR EACH ROW EXECUTE FUNCTION refuse_to_forget_a_voucher_move();
            """,
            reverse_sql="""
                DROP TRIGGER voucher_moves_are_only_added_to ON liberations_vouchermove;
                DROP TRIGGER voucher_never_goes_back ON liberations_voucher;
                DROP FUNCTION refuse_to_forget_a_voucher_move();
                DROP TRIGGER voucher_knows_its_last_move ON liberations_vouchermove;
                DROP FUNCTION refuse_a_move_its_voucher_does_not_know();
                ALTER TABLE liberations_voucher DROP CONSTRAINT voucher_is_where_its_last_move_led;
            """,
        ),
    ]
