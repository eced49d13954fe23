/**
 * Where others join may change while a page is open: its computer has gone into another network. A page at an address by which
 * the computer means itself outlives that, and asks.
 */
import { isOwnAddress } from "../core/address";
import { at } from "./base";

const EVERY_MS = 15_000;

/** `onUrl` hears from now on where others join. */
export function followJoinUrl(code: string, onUrl: (join_url: string) => void): void {
  if (!isOwnAddress(location.href)) return;
  window.setInterval(async () => {
    const response = document.hidden ? null : await fetch(at(`/api/rooms/${code}/url`)).catch(() => null);
    if (response?.ok) onUrl(((await response.json()) as { url: string }).url);
  }, EVERY_MS);
}
