"""What an institution is called beside others."""

import pytest

from kg.network import institution_network, read_reference
from kg.network.labels import label_entities
from tests.network.worlds import engagement, institution, person, report, world

ENTITIES = (
    institution("m1", "Ministry of Health", "KE", "ministry"),
    institution("m2", "Ministry of Health", "UG", "ministry"),
    institution("m3", "Kenyan Ministry of Sport", "KE", "ministry"),
    institution("m4", "Ministry of Public Health of Afghanistan", "AF", "ministry"),
    institution("h1", "Central Hospital", "KE", "hospital"),
    institution("h2", "Central Hospital", "MZ", "hospital"),
    institution("h3", "Mulago Hospital", "UG", "hospital"),
    institution("w", "World Health Organization", None, "international_organization"),
    person("p", "Ministry of Health", "KE", "a name that no parents gave"),
)


@pytest.mark.parametrize(("id", "label"), [
    ("m1", "Ministry of Health (Kenya)"), ("m2", "Ministry of Health (Uganda)"),
    ("m3", "Kenyan Ministry of Sport"), ("m4", "Ministry of Public Health of Afghanistan"),
    ("h1", "Central Hospital (Kenya)"), ("h2", "Central Hospital (Mozambique)"),
    ("h3", "Mulago Hospital"), ("w", "World Health Organization"), ("p", "Ministry of Health"),
])
def test_labels(id, label):
    assert label_entities(world(*ENTITIES), read_reference())[id] == label


def test_networks_use_them():
    network = institution_network(world(*ENTITIES, engagement(
        "e", "agreement", "KE UG", report("Signed.", "signed"), participants=("m1", "m2"))))
    assert [about["label"] for _, about in network.nodes(data=True)] == [
        "Ministry of Health (Kenya)", "Ministry of Health (Uganda)"]
