/** Errors of services and of the composition root. */
export const serviceErrors = {
  SERVICE_ENDED: {
    message: 'a service ended without being asked to',
    permanent: false,
    action: 'start it again, and report what its log says',
  },
} as const;
