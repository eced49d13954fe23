/** The teacher's page is text: its script knows the colours and the printer, nothing else. */
import { currentTheme, showTheme } from "../lib/theme";

showTheme(currentTheme());
document.getElementById("print")?.addEventListener("click", () => window.print());
