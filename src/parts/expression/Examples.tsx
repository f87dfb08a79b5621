/** Expressions to begin with, each a press away. */
import classes from './expression.module.css';

interface ExamplesProps {
  label: string;
  examples: readonly string[];
  /** What stands in the field. */
  text: string;
  onChoose(example: string): void;
}

export function Examples({ label, examples, text, onChoose }: ExamplesProps) {
  return (
    <ul className={classes.examples} aria-label={label}>
      {examples.map((example) => (
        <li key={example}>
          <button type="button" aria-pressed={example === text} onClick={() => onChoose(example)}>
            {example}
          </button>
        </li>
      ))}
    </ul>
  );
}
