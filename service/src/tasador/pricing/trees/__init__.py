"""What the trees say: of the price, of its slopes and of its bounds."""
