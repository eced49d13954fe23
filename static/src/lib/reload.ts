/** A page that is older than the server loads itself again, once: a server that refuses it even then needs a person. */
import { load, save } from "./storage";

const KEY = "all-aboard-loaded-again";

/** False where it has been done for the same reason, and where nobody would know that it has. */
export function reloadOnce(reason = ""): boolean {
  if (load("sessionStorage", KEY + reason) !== null || !save("sessionStorage", KEY + reason, "yes")) return false;
  location.reload();
  return true;
}

/** The server takes this page. */
export function mayReloadAgain(): void {
  save("sessionStorage", KEY, null);
}
