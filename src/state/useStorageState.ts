/** What is not kept at present, for components. */
import { useSyncExternalStore } from 'react';
import { onStorageChange, type StorageState, storageState } from './storage';

export const useStorageState = (): StorageState => useSyncExternalStore(onStorageChange, storageState);
