package net.groupvpn.lab.crypto;

import java.security.GeneralSecurityException;

/**
 * One implementation of a record's AES-128-GCM: 14 bytes of header, which are the associated data,
 * then plaintext or ciphertext and tag. It owns both records; not thread-safe.
 */
interface Sealer {
  /** Length of the associated data, bytes. */
  int HEADER_BYTES = 14;

  /** Length of the authentication tag, bytes. */
  int TAG_BYTES = 16;

  /** Seals the plaintext under a counter that was never used before; returns the bytes written. */
  int seal(long counter) throws GeneralSecurityException;

  /** Opens the last sealed record, as often as wanted; returns the bytes written. */
  int open() throws GeneralSecurityException;
}
