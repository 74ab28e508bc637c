/** Which backends there are, and which one new tensors are made on. */
import type { Backend, Device } from "./backend.ts";

const backends = new Map<Device, Backend>();
let current: Device = "cpu";

/** Makes a backend available under its device's name. */
export function registerBackend(backend: Backend): void {
  backends.set(backend.device, backend);
}

/**
 * The backend of a device.
 *
 * @throws Error if that device has not been set up
 */
export function backendOf(device: Device): Backend {
  const backend = backends.get(device);
  if (backend !== undefined) return backend;
  if (device === "gpu") throw new Error('device "gpu" is not open; write once: await initDevice("gpu")');
  const ready = [...backends.keys()].join(", ");
  throw new Error(`device "${device}" is not available here; there are ${ready}. Choose one of these`);
}

/** The device that new tensors are made on. */
export function defaultDevice(): Device {
  return current;
}

/** Makes new tensors on another device from now on. Throws if it has not been set up. */
export function setDefaultDevice(device: Device): void {
  backendOf(device);
  current = device;
}
