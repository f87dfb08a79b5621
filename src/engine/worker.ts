/** The engine's worker: commands in, events out. Everything else is behind EngineHost. */
import { errorEvent } from './errors';
import { EngineHost } from './host';
import type { Command } from './protocol';

declare const self: DedicatedWorkerGlobalScope;

const host = new EngineHost((event, transfer = []) => self.postMessage(event, transfer));

self.onmessage = ({ data }: MessageEvent<Command>) => host.handle(data);
self.onunhandledrejection = ({ reason }) => self.postMessage(errorEvent(reason, null, null));
