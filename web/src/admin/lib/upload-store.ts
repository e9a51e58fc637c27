export interface StoredFile {
  id: string;
  userId: string;
  ticketId: string;
  name: string;
  type: string;
  size: number;
  addedAt: number;
  blob: Blob;
}

export interface UploadStore {
  all(): Promise<StoredFile[]>;
  put(file: StoredFile): Promise<void>;
  remove(id: string): Promise<void>;
}

export function memoryStore(): UploadStore {
  const files = new Map<string, StoredFile>();
  return {
    all: async () => [...files.values()],
    put: async file => void files.set(file.id, file),
    remove: async id => void files.delete(id),
  };
}

/** Photos wait here, so that neither a reload nor a dead battery loses one. */
export function indexedDbStore(): UploadStore {
  let opened: Promise<IDBDatabase> | undefined;
  const open = () => (opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('meida-uploads', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('files', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }));
  const run = async <T>(mode: IDBTransactionMode, work: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const transaction = (await open()).transaction('files', mode);
    const request = work(transaction.objectStore('files'));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };
  return {
    all: () => run('readonly', files => files.getAll() as IDBRequest<StoredFile[]>),
    put: async file => void (await run('readwrite', files => files.put(file))),
    remove: async id => void (await run('readwrite', files => files.delete(id))),
  };
}
