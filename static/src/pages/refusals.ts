/** What a room's page and the projector say when the server refuses something, as a script of its own: most never do. */
export { lineRefused, refusalWords } from "../core/refusal_words";
