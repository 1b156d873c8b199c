package net.groupvpn.gateway.nat;

/** Arithmetic of TCP sequence numbers, modulo 2^32 (RFC 9293 3.4). */
final class Sequence {
  private Sequence() {}

  static boolean isBefore(int a, int b) {
    return a - b < 0;
  }

  static boolean isAfter(int a, int b) {
    return a - b > 0;
  }

  static int earlier(int a, int b) {
    return isBefore(a, b) ? a : b;
  }

  static int later(int a, int b) {
    return isBefore(a, b) ? b : a;
  }
}
