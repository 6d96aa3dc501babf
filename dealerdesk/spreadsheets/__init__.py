"""Reading what other systems export, writing what Excel opens."""
