// Tables that the server wrote become sortable; nothing is lost without this.
import { sortable } from "./sorting.js";

document.querySelectorAll("table.sortable").forEach(sortable);
