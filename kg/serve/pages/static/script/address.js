// Query and view in the part of the address that is not sent to any server.

const KEYS = ["view", "filter", "sort", "descending", "top"];

/** What the address says: {query, state}. */
export function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  const state = {};
  for (const key of KEYS) if (said.has(key)) state[key] = said.get(key);
  if ("descending" in state) state.descending = state.descending === "true";
  return { query: said.get("query") ?? "", state };
}

/** The address of this page with query and state in it. */
export function addressOf(query, state) {
  const said = new URLSearchParams();
  if (query) said.set("query", query);
  for (const key of KEYS) if (state[key]) said.set(key, String(state[key]));
  const text = said.toString().replaceAll("+", "%20");
  return `${location.origin}${location.pathname}${location.search}${text ? `#${text}` : ""}`;
}

/** Writes it into the address bar, without a new step to go back. */
export function writeAddress(query, state) {
  history.replaceState(null, "", addressOf(query, state));
}
