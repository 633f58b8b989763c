/* Looks again until the explorer is drawn; the address keeps the place that was asked for. */
const SECONDS = 2;
setTimeout(() => location.reload(), 1000 * SECONDS);
