/** Functions of the kernel that a program may call, `enum bpf_func_id` of include/uapi/linux/bpf.h. */
export const helperFunction = {
  mapLookup: 1,
  currentPidTgid: 14,
  currentComm: 16,
  currentCgroupId: 80,
  readUser: 112,
  readKernel: 113,
  readKernelText: 115,
  bootTimeNs: 125,
  seqWrite: 127,
  ringOutput: 130,
} as const;
