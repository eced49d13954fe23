/** What was typed at the door and is not sent yet outlives a page that is loaded again. */
import type { Drafts } from "../core/model";
import { load, save } from "./storage";

const KEY = "all-aboard-drafts-";

export function saveDrafts(code: string, drafts: Drafts): void {
  save("sessionStorage", KEY + code, Object.keys(drafts).length > 0 ? JSON.stringify(drafts) : null);
}

export function loadDrafts(code: string): Drafts {
  try {
    return JSON.parse(load("sessionStorage", KEY + code) ?? "{}") as Drafts;
  } catch {
    return {}; // not ours
  }
}
