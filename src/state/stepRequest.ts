/** "Step this": which samples the stepper is to open with, asked for by another view. */
import type { Split } from '@/core/dataset';

export interface StepRequest {
  split: Split;
  indices: number[];
}

let waiting: { template: string; request: StepRequest } | null = null;

/** Has the stepper begin with these samples when it is opened next for this template. */
export function requestStep(template: string, request: StepRequest): void {
  waiting = { template, request };
}

/** What was asked of the stepper for this template; asked for once. */
export function takeStepRequest(template: string): StepRequest | null {
  if (waiting?.template !== template) return null;
  const { request } = waiting;
  waiting = null;
  return request;
}
