/** The whole iteration as a LaTeX document: every step of the timeline with its sentence and its formulas. */
import { latexOf } from '@/core/expr';
import { buildTimeline, GRANULARITIES, type Timeline } from '@/core/interpreter/timeline';
import type { Language } from '@/state/preferences';
import { describe } from '../model/describe';
import { focusOf, isHidden } from '../model/moment';
import type { Stepper } from '../stepper';
import { type Words, worded } from '../words';
import { type DocumentSection, type DocumentStep, latexDocument } from './document';
import { aligned, atTheEnd, equationAt, type Source, toldElements } from './formulas';

/** What is told: the timeline, with the sample that pictures show. */
export type Walked = Source & Pick<Stepper, 'timeline' | 'sample'> & { traced: Pick<Stepper['traced'], 'values'> };

/** More steps than this are nobody's to read: larger ones are told instead. */
const MOST = 300;

/** The timeline as it is walked, or one of larger steps where there are too many. */
function readable({ graph, timeline }: Walked): Timeline {
  const coarser = GRANULARITIES.slice(GRANULARITIES.indexOf(timeline.granularity) + 1);
  return coarser.reduce(
    (best, granularity) => (best.length > MOST ? buildTimeline(graph, granularity) : best),
    timeline,
  );
}

export function iterationDocument(
  stepper: Walked,
  words: Words,
  title: string,
  note: string,
  language: Language,
): string {
  const timeline = readable(stepper);
  const moment = atTheEnd({ ...stepper.moment, timeline });
  const source = { ...stepper, timeline, moment };
  const { model, traced, sample } = stepper;
  const stepAt = (index: number): DocumentStep => {
    const step = timeline.step(index);
    const focus = focusOf(moment, step, sample);
    const told = describe(model, step, focus, traced.values);
    const equations = toldElements(source, step, focus).flatMap((ref) => equationAt(source, ref) ?? []);
    return {
      title: worded(words, told.title),
      // A sentence may tell what a hidden number is.
      sentence: isHidden(moment, focus.node, focus.element) ? '' : worded(words, told.sentence),
      lines: aligned(equations)
        .replace(/^\\begin\{aligned\}\n|\n\\end\{aligned\}$/g, '')
        .split(' \\\\\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    };
  };
  const sections = timeline.phases.map(
    ({ phase, first, length }): DocumentSection => ({
      title: words(`phase.${phase}`),
      steps: Array.from({ length }, (_, i) => stepAt(first + i)),
    }),
  );
  return latexDocument(title, note, sections, language, latexOf);
}
