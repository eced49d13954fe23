/** How the pages of a worker and of the host ask the server: what it refuses is said, and what it doubts is asked again. */
import * as m from "messages";
import type { Asked } from "../core/asked";
import type { HostLocalState, HostModel } from "../core/host_model";
import type { Ack, Command, Refusal } from "../core/protocol";
import type { MuralGate } from "../core/protocol_lesson";
import type { Session } from "../core/session";
import type { Connection } from "../lib/connection";
import { refusal } from "../lib/refusals";

export const NO_ANSWER = m.no_answer;

export interface AskingPage {
  model(): { confirming: Asked | null };
  toast(sentence: string): void;
  /** True on the second press in time; the first one asks for it. */
  confirm(what: Asked): boolean;
}

export interface HostPage extends AskingPage {
  model(): HostModel;
  session(): Session;
  change(changes: Partial<HostLocalState>): void;
}

/** Sends a command; null without an answer. */
export type Ask = <T extends object>(command: Command) => Promise<Ack<T> | null>;

/** What was refused, for a moment. */
export async function sayRefused(page: AskingPage, refused: Refusal, command: Command["type"]): Promise<void> {
  page.toast(await refusal(({ refusalWords }) => refusalWords(refused, command), refused.message));
}

export function asking(page: AskingPage, line: Connection) {
  const ask: Ask = async <T extends object>(command: Command) => {
    const ack = await line.command<T>(command);
    if (!ack) page.toast(NO_ANSWER);
    else if (!ack.ok && ack.error !== "busy") void sayRefused(page, ack, command.type);
    return ack;
  };
  /** Asks the person, where the server says that others would pay for it; `force` is the second press. */
  const askIfBusy = async (act: Asked, command: (force: { force?: true }) => Command) => {
    const force = page.model().confirming === act && page.confirm(act);
    const ack = await ask(command(force ? { force } : {}));
    // Of two presses before an answer the first one has asked already.
    if (ack && !ack.ok && ack.error === "busy" && page.model().confirming !== act) page.confirm(act);
    return ack;
  };
  const setParties = (parties: number | "everyone") =>
    askIfBusy(`parties ${parties}`, (force) => ({ type: "configure", parties, ...force }));
  const setMural = (gate: MuralGate | "off") =>
    askIfBusy(`gate ${gate}`, (force) => ({ type: "mural", gate, ...force }));
  return { ask, setParties, setMural };
}
