"""What anybody may ask: is this unit titled, since when, why not any more?"""
