package net.groupvpn.overlay.engine;

/**
 * What a shell does with each kind of {@link Output}. No method has a default, so a shell must
 * decide for every kind, even if it only ignores it.
 */
public interface OutputSink {
  /** A UDP datagram. */
  void onTransmit(Output.Transmit transmit);

  /** UDP datagrams, each from a new socket. */
  void onScatter(Output.Scatter scatter);

  /** A frame for a TCP connection. */
  void onTransmitStream(Output.TransmitStream stream);

  /** A UDP datagram from another port. */
  void onTransmitElsewhere(Output.TransmitElsewhere elsewhere);

  /** A datagram for the public overlay to carry. */
  void onTransmitPublic(Output.TransmitPublic carried);

  /** Work to run and to return. */
  void onDoWork(Output.DoWork doWork);

  /** A record for the data plane that arrived over the overlay. */
  void onDeliverData(Output.DeliverData data);

  /** A peer's keys, path or MTU have changed for the data plane. */
  void onPublish(Output.Publish publish);

  /** A peer is gone for the data plane. */
  void onWithdraw(Output.Withdraw withdraw);

  /** Something of interest to people. */
  void onNotify(Output.Notify told);
}
