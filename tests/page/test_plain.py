"""A network as a plain PyVis Network: the user's own object, and a page that keeps to itself."""

import copy

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.errors import UsageError
from kg.network import actor_network, country_network, institution_network
from kg.page import MOST_NODES, pyvis_network
from tests.network.worlds import IRAN_FRANCE, synthetic
from tests.page.test_browser import PAYLOAD


def opened(browser, tmp_path, network, **context):
    path = tmp_path / "plain.html"
    path.write_text(network.generate_html(), "utf-8")
    page = browser.new_context(**context).new_page()
    page.told = []
    page.on("request", lambda request: page.told.append(request.url))
    page.on("console", lambda message: page.told.append(message.text))
    page.on("pageerror", lambda error: page.told.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]")
    assert [one for one in page.told if not one.startswith(("file:", "data:"))] == []
    return page


@pytest.mark.parametrize("make", [country_network, institution_network, actor_network])
def test_it_holds_the_network_and_leaves_it_as_it_was(make):
    graph = make(IRAN_FRANCE)
    before = copy.deepcopy(graph)
    network = pyvis_network(graph)
    assert {node["id"]: node["label"] for node in network.nodes} == {
        node: about["label"] for node, about in graph.nodes(data=True)}
    assert len(network.edges) == graph.number_of_edges()
    assert nx.utils.graphs_equal(graph, before)


def test_parallel_ties_and_their_direction_are_kept():
    graph = nx.MultiDiGraph()
    graph.add_edge("FR", "IR", label="donation")
    graph.add_edge("FR", "IR", label="loan")
    graph.add_edge("IR", "FR")
    network = pyvis_network(graph)
    assert [(tie["from"], tie["to"], tie["arrows"]) for tie in network.edges] == [
        ("FR", "IR", "to"), ("FR", "IR", "to"), ("IR", "FR", "to")]


def test_it_is_drawn_and_asks_no_host(browser, tmp_path):
    page = opened(browser, tmp_path, pyvis_network(country_network(IRAN_FRANCE), "Iran & France"))
    assert page.inner_text("h1") == "Iran & France"
    assert page.locator("#mynetwork canvas").count() == 1
    page.locator("summary").click()
    assert page.locator("tbody tr").first.inner_text().startswith("France\tIran")
    page.context.close()


def test_hostile_names_stay_text(browser, tmp_path):
    graph = nx.Graph()
    graph.add_node(PAYLOAD, label=PAYLOAD, kind=PAYLOAD, country=PAYLOAD, type=PAYLOAD)
    graph.add_edge(PAYLOAD, "b", weight=PAYLOAD, first=PAYLOAD)
    page = opened(browser, tmp_path, pyvis_network(graph, PAYLOAD))
    page.locator("summary").click()
    assert PAYLOAD in page.inner_text("table")
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, iframe, [onerror], [onload]").count() == 0
    page.context.close()


def test_no_rule_of_accessibility_is_broken(browser, tmp_path):
    page = opened(browser, tmp_path, pyvis_network(country_network(IRAN_FRANCE), "Ties"),
                  bypass_csp=True)
    page.locator("summary").click()
    broken = [rule["id"] for rule in Axe().run(page).response["violations"]]
    assert broken == []
    page.context.close()


def test_the_same_graph_gives_the_same_page_whatever_its_order():
    graph = institution_network(synthetic(60))
    other = nx.Graph(**graph.graph)
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(data=True))))
    assert pyvis_network(graph).generate_html() == pyvis_network(other).generate_html()


def test_a_tangle_is_refused():
    with pytest.raises(UsageError, match=r"1,501 nodes are more .* kg render"):
        pyvis_network(nx.empty_graph([str(n) for n in range(MOST_NODES + 1)]))
