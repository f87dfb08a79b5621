/**
 * An iteration as a LaTeX document: each step with its sentence and its formulas. Written in the language of the page:
 * English for any LaTeX, Chinese for XeLaTeX with ctex.
 */
import type { Language } from '@/state/preferences';

export interface DocumentStep {
  /** Title and sentence; formulas inside between ⟦ and ⟧. */
  title: string;
  sentence: string;
  /** Lines of an aligned formula. */
  lines: readonly string[];
}

export interface DocumentSection {
  title: string;
  steps: readonly DocumentStep[];
}

const SPECIAL: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '%': '\\%',
  '&': '\\&',
  '#': '\\#',
  $: '\\$',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
};
/** Letters and signs of our sentences that LaTeX's text fonts lack. */
const SIGNS: Record<string, string> = {
  '−': '-',
  '×': '\\times',
  '·': '\\cdot',
  '→': '\\rightarrow',
  '←': '\\leftarrow',
  '≤': '\\leq',
  '≥': '\\geq',
  '≈': '\\approx',
  '≠': '\\neq',
  '½': '\\tfrac12',
  '∂': '\\partial',
  Σ: '\\Sigma',
  Δ: '\\Delta',
  '√': '\\surd',
  '∞': '\\infty',
  '′': "'",
  '²': '^2',
  '³': '^3',
  α: '\\alpha',
  β: '\\beta',
  γ: '\\gamma',
  δ: '\\delta',
  ε: '\\varepsilon',
  η: '\\eta',
  λ: '\\lambda',
  μ: '\\mu',
  ρ: '\\rho',
  σ: '\\sigma',
  φ: '\\varphi',
};

/** Text with nothing in it that LaTeX would take for a command. */
export function escaped(text: string): string {
  return [...text].map((c) => SPECIAL[c] ?? (c in SIGNS ? `$${SIGNS[c]}$` : c)).join('');
}

/** A sentence with its formulas. `plain` makes a formula plain LaTeX. */
function sentence(text: string, plain: (tex: string) => string): string {
  return text
    .split(/⟦(.*?)⟧/g)
    .map((part, i) => (i % 2 === 1 ? `$${plain(part)}$` : escaped(part)))
    .join('');
}

const CLASS: Record<Language, string> = {
  en: '% Any LaTeX compiles this.\n\\documentclass[11pt]{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}',
  'zh-CN': '% Compile with XeLaTeX or LuaLaTeX.\n\\documentclass[11pt]{ctexart}',
};

export function latexDocument(
  title: string,
  note: string,
  sections: readonly DocumentSection[],
  language: Language,
  plain: (tex: string) => string,
): string {
  const body = sections.flatMap(({ title: head, steps }) => [
    `\\section*{${sentence(head, plain)}}`,
    ...steps.flatMap((step) => [
      `\\paragraph{${sentence(step.title, plain)}} ${sentence(step.sentence, plain)}`,
      ...(step.lines.length === 0
        ? []
        : ['\\begin{align*}', step.lines.map((line) => `  ${line}`).join(' \\\\\n'), '\\end{align*}']),
      '',
    ]),
  ]);
  return `${[
    CLASS[language],
    '\\usepackage{amsmath,amssymb}',
    '\\usepackage[a4paper,margin=22mm]{geometry}',
    '\\setlength{\\parindent}{0pt}',
    '\\allowdisplaybreaks',
    `\\title{${sentence(title, plain)}}`,
    '\\author{}',
    '\\date{}',
    '\\begin{document}',
    '\\maketitle',
    sentence(note, plain),
    '',
    ...body,
    '\\end{document}',
  ].join('\n')}\n`;
}
