"""Addresses of packs and vouchers; part of those of the app."""

from django.urls import path

from liberations.views import pack_templates, packs, stock, vouchers

urlpatterns = [
    path("administration/vouchers/", pack_templates.voucher_kind_list, name="voucher_kind_list"),
    path("administration/vouchers/add/", pack_templates.voucher_kind_add, name="voucher_kind_add"),
    path("administration/vouchers/<uuid:kind_id>/", pack_templates.voucher_kind_edit, name="voucher_kind_edit"),
    path("administration/programmes/<uuid:programme_id>/packs/", pack_templates.pack_templates, name="pack_templates"),
    path(
        "administration/programmes/<uuid:programme_id>/packs/every-prison/",
        pack_templates.pack_template,
        name="pack_template",
    ),
    path(
        "administration/programmes/<uuid:programme_id>/packs/<uuid:prison_id>/",
        pack_templates.pack_template_for,
        name="pack_template_for",
    ),
    path(
        "administration/programmes/<uuid:programme_id>/packs/<uuid:prison_id>/remove/",
        pack_templates.pack_template_remove,
        name="pack_template_remove",
    ),
    path("vouchers/", stock.stock, name="stock"),
    path("vouchers/deliveries/add/", stock.delivery_add, name="delivery_add"),
    path("vouchers/deliveries/<uuid:delivery_id>/take-back/", stock.delivery_strike, name="delivery_strike"),
    path("vouchers/counts/add/", stock.count_add, name="count_add"),
    path("vouchers/counts/<uuid:count_id>/", stock.stock_count, name="stock_count"),
    path("vouchers/counts/<uuid:count_id>/answer/", stock.stock_count_answer, name="stock_count_answer"),
    path("vouchers/serials/", vouchers.voucher_list, name="voucher_list"),
    path("vouchers/serials/export/", vouchers.voucher_export, name="voucher_export"),
    path("vouchers/serials/<uuid:voucher_id>/", vouchers.voucher, name="voucher"),
    path("vouchers/serials/<uuid:voucher_id>/lost/", vouchers.voucher_lost, name="voucher_lost"),
    path("vouchers/serials/<uuid:voucher_id>/found/", vouchers.voucher_found, name="voucher_found"),
    path("vouchers/serials/<uuid:voucher_id>/back/", vouchers.voucher_return, name="voucher_return"),
    path("packs/", packs.pack_list, name="pack_list"),
    path("cases/<uuid:case_id>/pack/", packs.pack, name="pack"),
    path("cases/<uuid:case_id>/pack/start/", packs.pack_start, name="pack_start"),
    path("packs/<uuid:pack_id>/leave/", packs.pack_leave, name="pack_leave"),
    path("packs/<uuid:pack_id>/fetch-back/", packs.pack_fetch_back, name="pack_fetch_back"),
    path("packs/<uuid:pack_id>/hand-over/", packs.pack_hand_over, name="pack_hand_over"),
    path("packs/<uuid:pack_id>/confirm/", packs.pack_confirm, name="pack_confirm"),
    path("packs/<uuid:pack_id>/undo/", packs.pack_undo, name="pack_undo"),
    path("packs/<uuid:pack_id>/take-apart/", packs.pack_take_apart, name="pack_take_apart"),
    path("packs/<uuid:pack_id>/contents/", packs.pack_contents, name="pack_contents"),
    path("packs/<uuid:pack_id>/card/", packs.pack_card, name="pack_card"),
    path("packs/vouchers/<uuid:item_id>/", packs.pack_swap, name="pack_swap"),
]
