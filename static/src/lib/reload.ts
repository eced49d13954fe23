/** A page that is older than the server loads itself again, once: a server that refuses it even then needs a person. */
import { load, save } from "./storage";

const KEY = "all-aboard-loaded-again";

/** False where it has been done, and where nobody would know that it has. */
export function reloadOnce(): boolean {
  if (load("sessionStorage", KEY) !== null || !save("sessionStorage", KEY, "yes")) return false;
  location.reload();
  return true;
}

/** The server takes this page. */
export function mayReloadAgain(): void {
  save("sessionStorage", KEY, null);
}
