/** A chip in the bar that opens a small dialog below it. Escape and a press outside close it; the focus comes back. */
import { Popover } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';

export interface ChipPopoverProps {
  /** Id of the chip; stays the same for links and tests. */
  id: string;
  /** Name of the dialog. */
  label: string;
  chip: ReactNode;
  /** Width of the dialog in CSS pixels. */
  width: number;
  position: 'bottom-start' | 'bottom-end';
  children: ReactNode;
}

export function ChipPopover({ id, label, chip, width, position, children }: ChipPopoverProps) {
  const [open, setOpen] = useState(false);
  const dialogId = useId();
  return (
    // Mantine would replace the chip's id by one of its own, so roles and names are given here.
    <Popover opened={open} onChange={setOpen} position={position} width={width} trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <button
          type="button"
          id={id}
          className="chip chip-button"
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? dialogId : undefined}
          onClick={() => setOpen(!open)}
        >
          {chip}
        </button>
      </Popover.Target>
      <Popover.Dropdown id={dialogId} role="dialog" aria-label={label}>
        <div className="popover-stack">{children}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
