/** Light or dark: what this browser chose here, else what the system prefers. */
import type { Theme } from "../core/model";
import { load, save } from "./storage";

const KEY = "all-aboard-theme";

export function currentTheme(): Theme {
  const chosen = load("localStorage", KEY);
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** Shows the other theme from now on, and returns it. */
export function switchTheme(): Theme {
  const theme = currentTheme() === "dark" ? "light" : "dark";
  save("localStorage", KEY, theme);
  showTheme(theme);
  return theme;
}
