package net.groupvpn.overlay.engine;

/**
 * What a shell does with each kind of {@link Output}. No method has a default, so a shell says of
 * every kind what becomes of it, if only that nobody is there to take it.
 */
public interface OutputSink {
  /** A UDP datagram. */
  void onTransmit(Output.Transmit transmit);

  /** UDP datagrams from as many new sockets. */
  void onScatter(Output.Scatter scatter);

  /** A frame for a TCP connection. */
  void onTransmitStream(Output.TransmitStream stream);

  /** A UDP datagram from another port. */
  void onTransmitElsewhere(Output.TransmitElsewhere elsewhere);

  /** A datagram for the public overlay to carry. */
  void onTransmitPublic(Output.TransmitPublic carried);

  /** Work to run and to hand back. */
  void onDoWork(Output.DoWork doWork);

  /** A record for the data plane that came over the overlay. */
  void onDeliverData(Output.DeliverData data);

  /** A peer's keys, path or its MTU are new to the data plane. */
  void onPublish(Output.Publish publish);

  /** A peer is gone for the data plane. */
  void onWithdraw(Output.Withdraw withdraw);

  /** Something that people may want to know. */
  void onNotify(Output.Notify told);
}
