package net.groupvpn.client.device;

import java.io.IOException;

/**
 * Netlink sockets in the groups for links, addresses and routes (rtnetlink(7)), or for rules,
 * routes and nftables. Their messages are not parsed: the listener checks the present state itself.
 * So a message lost to overflow, which the kernel reports by ENOBUFS, does no harm.
 */
public final class LinuxNetworkEvents implements NetworkEvents {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int NETLINK_ROUTE = 0;

  private static final int NETLINK_NETFILTER = 12;

  private static final int RTMGRP_LINK = 1;
  private static final int RTMGRP_IPV4_IFADDR = 0x10;
  private static final int RTMGRP_IPV4_ROUTE = 0x40;
  private static final int RTMGRP_IPV6_IFADDR = 0x100;
  private static final int RTMGRP_IPV6_ROUTE = 0x400;
  private static final int GROUPS =
      RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE;

  /** Groups have numbers; the bit of a number is one less. */
  private static final int RTNLGRP_IPV4_RULE = 8;

  private static final int RTNLGRP_IPV6_RULE = 19;
  private static final int NFNLGRP_NFTABLES = 7;
  private static final int RULE_GROUPS =
      RTMGRP_LINK
          | RTMGRP_IPV4_ROUTE
          | RTMGRP_IPV6_ROUTE
          | bit(RTNLGRP_IPV4_RULE)
          | bit(RTNLGRP_IPV6_RULE);

  /** struct sockaddr_nl: family, padding, port, groups. */
  private static final int ADDRESS_BYTES = 12;

  private static final int GROUPS_AT = 8;

  /** struct pollfd: descriptor, events, returned events. */
  private static final int POLLFD_BYTES = 8;

  private static final int EVENTS_AT = 4;
  private static final short POLLIN = 1;

  private static final int MESSAGE_BYTES = 8_192;

  /** Most reads per call, so that a storm of messages does not block the caller. */
  private static final int MAX_READS = 1_000;

  private final int[] sockets;
  private final NativeBuffer waiting;
  private final NativeBuffer message = new NativeBuffer(MESSAGE_BYTES);

  private LinuxNetworkEvents(int... sockets) {
    this.sockets = sockets;
    waiting = new NativeBuffer(sockets.length * POLLFD_BYTES);
    for (int i = 0; i < sockets.length; i++) {
      int at = i * POLLFD_BYTES;
      waiting.bytes().putInt(at, sockets[i]).putShort(at + EVENTS_AT, POLLIN);
    }
  }

  private static int bit(int group) {
    return 1 << (group - 1);
  }

  /** Listens for links, addresses and routes; needs no privilege. */
  public static LinuxNetworkEvents open() throws IOException {
    return new LinuxNetworkEvents(socket(NETLINK_ROUTE, GROUPS));
  }

  /** Listens for rules, routes and changes of nftables; needs CAP_NET_ADMIN. */
  public static LinuxNetworkEvents ofRules() throws IOException {
    int routes = socket(NETLINK_ROUTE, RULE_GROUPS);
    try {
      return new LinuxNetworkEvents(routes, socket(NETLINK_NETFILTER, bit(NFNLGRP_NFTABLES)));
    } catch (IOException e) {
      LinuxCalls.close(routes);
      throw e;
    }
  }

  private static int socket(int protocol, int groups) throws IOException {
    int socket = LinuxCalls.socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    if (socket < 0) {
      throw new IOException("cannot make a netlink socket: " + lastError());
    }
    NativeBuffer address = new NativeBuffer(ADDRESS_BYTES);
    address.bytes().putShort(0, (short) AF_NETLINK).putInt(GROUPS_AT, groups);
    if (address.bind(socket, ADDRESS_BYTES) != 0) {
      String error = lastError();
      LinuxCalls.close(socket);
      throw new IOException("cannot hear of changed networks: " + error);
    }
    return socket;
  }

  @Override
  public boolean await(int timeoutMillis) throws IOException {
    int ready = waiting.poll(sockets.length, timeoutMillis);
    if (ready < 0 && LinuxCalls.errno() != LinuxCalls.EINTR) {
      throw new IOException("poll of the netlink socket failed: " + lastError());
    }
    if (ready <= 0) {
      return false;
    }
    for (int socket : sockets) {
      drain(socket);
    }
    return true;
  }

  private void drain(int socket) throws IOException {
    for (int i = 0; i < MAX_READS; i++) {
      if (message.readFrom(socket) < 0) {
        int error = LinuxCalls.errno();
        if (error == LinuxCalls.EAGAIN) {
          return;
        }
        if (error != LinuxCalls.ENOBUFS && error != LinuxCalls.EINTR) {
          throw new IOException("the netlink socket is broken: " + LinuxCalls.describe(error));
        }
      }
    }
  }

  private static String lastError() {
    return LinuxCalls.describe(LinuxCalls.errno());
  }

  @Override
  public void close() {
    for (int socket : sockets) {
      LinuxCalls.close(socket);
    }
  }
}
