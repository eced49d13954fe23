/** The teacher's page is text: its script knows the colours, the printer and the languages, nothing else. */
import { currentTheme, showTheme } from "../lib/theme";

showTheme(currentTheme());
document.getElementById("print")?.addEventListener("click", () => window.print());
