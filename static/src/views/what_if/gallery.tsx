import * as m from "messages";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type PlayedRound, type WorldId, world, worldsOf } from "../../core/what_if";
import { worldWords } from "../../core/what_if_words";
import { Sentence } from "../parts/sentence";
import { WhatIfPair } from "./pair";
import { WorldPicture } from "./world_panel";

/** Small pictures of all worlds; a press opens one beside what happened. */
export function WhatIfGallery({ round }: { round: PlayedRound }) {
  const [chosen, setChosen] = useState<WorldId | null>(null);
  const opened = useRef<HTMLElement>(null);
  const was_open = useRef<WorldId | null>(null);
  useLayoutEffect(() => {
    const before = was_open.current;
    was_open.current = chosen;
    if ((before === null) === (chosen === null)) return;
    const [target] =
      chosen === null ? (opened.current?.querySelectorAll<HTMLElement>(`[data-world="${before}"]`) ?? []) : [];
    (target ?? opened.current)?.focus();
  }, [chosen]);
  return (
    <section ref={opened} class="other-worlds" aria-labelledby="other-worlds" tabIndex={-1}>
      <div class="other-worlds-head">
        <h2 id="other-worlds">{m.what_if}</h2>
        <p>{m.what_if_gallery}</p>
      </div>
      {chosen === null ? (
        <Small round={round} choose={setChosen} />
      ) : (
        <WhatIfPair round={round} chosen={chosen} choose={setChosen}>
          <button type="button" class="button" onClick={() => setChosen(null)}>
            {m.what_if_all_worlds}
          </button>
        </WhatIfPair>
      )}
    </section>
  );
}

function Small({ round, choose }: { round: PlayedRound; choose(id: WorldId): void }) {
  const worlds = useMemo(() => (["real", ...worldsOf(round)] as const).map((id) => world(id, round)), [round]);
  return (
    <ul class="worlds-small">
      {worlds.map((world) => {
        const words = worldWords(world, round);
        const is_real = world.id === "real";
        return (
          <li key={world.id} class={is_real ? "world" : "world world-simulated"}>
            <div class="world-head">
              <h3>
                {is_real ? (
                  words.name
                ) : (
                  <button type="button" data-world={world.id} onClick={() => choose(world.id)}>
                    {words.name}
                  </button>
                )}
              </h3>
              <code lang="en">{words.code}</code>
            </div>
            <WorldPicture world={world} words={words} round={round} cut_ms={null} is_small />
            <p>
              <b>
                <Sentence words={words.headline} />
              </b>{" "}
              <Sentence words={words.below} />
            </p>
          </li>
        );
      })}
    </ul>
  );
}
