package net.groupvpn.overlay.engine;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.PeerSnapshot;

/** An effect of the engine on the outside. The shell drains all outputs after each input. */
public sealed interface Output {
  /** Calls the method of {@code sink} for this kind. */
  void handTo(OutputSink sink);

  /** Send this UDP datagram. */
  record Transmit(Endpoint to, byte[] datagram) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onTransmit(this);
    }
  }

  /** Send these UDP datagrams, each from a new socket, and listen there. */
  record Scatter(Endpoint to, List<byte[]> datagrams) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onScatter(this);
    }
  }

  /** Send this frame on the TCP connection with that endpoint; connect if there is none. */
  record TransmitStream(Endpoint to, byte[] frame) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onTransmitStream(this);
    }
  }

  /** Send this UDP datagram from another port than the node's own. */
  record TransmitElsewhere(Endpoint to, byte[] datagram) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onTransmitElsewhere(this);
    }
  }

  /** A private realm's datagram for a member, to be carried by the public overlay. */
  record TransmitPublic(NodeId publicNode, byte[] datagram) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onTransmitPublic(this);
    }
  }

  /** Run this elsewhere and return it. */
  record DoWork(Work<?> work) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onDoWork(this);
    }
  }

  /** A SEALED datagram with a data index that arrived over the overlay: for the data plane. */
  record DeliverData(NodeId from, byte[] datagram) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onDeliverData(this);
    }
  }

  /** The data plane uses this snapshot of the peer from now on. */
  record Publish(PeerSnapshot peer) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onPublish(this);
    }
  }

  /** The session with this peer is over; forget its keys. */
  record Withdraw(NodeId peer) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onWithdraw(this);
    }
  }

  /** Something of interest to people or the control channel; never per packet. */
  record Notify(String event, String detail) implements Output {
    @Override
    public void handTo(OutputSink sink) {
      sink.onNotify(this);
    }
  }
}
