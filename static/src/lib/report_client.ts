/** The report of a room, as the server tells it; that of a hosted room to those who hold its key. */
import * as m from "messages";
import { type Refused, refusalWords } from "../core/refusal_words";
import { type Report, withOurNames } from "../core/report";
import { at } from "./base";

/** What became of a question: an answer, or a sentence that says why there is none. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: string | null; message: string };

export function loadReport(code: string, host_key: string | null): Promise<Answer<Report>> {
  return ask(at(`/api/rooms/${code}/report.json`), host_key, async (response) =>
    withOurNames((await response.json()) as Report),
  );
}

export function loadCsv(code: string, host_key: string | null): Promise<Answer<Blob>> {
  return ask(at(`/api/rooms/${code}/timeline.csv`), host_key, (response) => response.blob());
}

/** As if a link to this file had been pressed. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A drawing as a picture of dots, twice as sharp as it is large. Rejects where the browser cannot draw it. */
export async function savePng(svg: string, name: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * image.naturalWidth;
  canvas.height = 2 * image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob === null) throw new Error("no picture");
  save(blob, name);
}

async function ask<T>(path: string, host_key: string | null, read: (response: Response) => Promise<T>) {
  try {
    const response = await fetch(path, host_key === null ? {} : { headers: { Authorization: `Bearer ${host_key}` } });
    if (response.ok) return { ok: true as const, value: await read(response) };
    const refused = (await response.json()) as Refused;
    return { ok: false as const, error: refused.error ?? null, message: refusalWords(refused) };
  } catch {
    return { ok: false as const, error: null, message: m.no_answer };
  }
}
